// Whether values are of a type of LINE's Node SDK. Its types are all that it has, so the compiler is
// asked: the values are written down as they are, with nothing cast.

import path from 'node:path';
import ts from 'typescript';

/** A value, and the type it should have, such as `webhook.Event`. */
export interface Typed {
  type: string;
  value: unknown;
}

/** What the compiler complains of, with the value that it complains about. Properties that the type does
 * not have are complained of too. */
export function complaints(values: Typed[]): string[] {
  const lines = values.map(({ type, value }) => `export const _: ${type} = ${JSON.stringify(value)};`);
  const modules = lines.map((line) => `import type { messagingApi, webhook } from '@line/bot-sdk';\n${line}`);
  // Here, where the SDK is found; there are no such files.
  const name = (n: number) => path.join(import.meta.dirname, `typed-value-${n}.ts`);
  const texts = new Map(modules.map((text, n) => [name(n), text]));
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022, strict: true, skipLibCheck: true, noEmit: true, types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (at) => texts.has(at) || fileExists(at);
  host.readFile = (at) => texts.get(at) ?? readFile(at);
  host.getSourceFile = (at, version, ...rest) => {
    const text = texts.get(at);
    return text === undefined ? getSourceFile(at, version, ...rest) : ts.createSourceFile(at, text, version);
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const n = [...texts.keys()].indexOf(file?.fileName ?? '');
    return `${ts.flattenDiagnosticMessageText(messageText, '\n')}\n  ${lines[n] ?? file?.fileName ?? ''}`;
  });
}
