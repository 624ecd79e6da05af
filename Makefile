# The front door. See CONTRIBUTING.md for what lies behind it.
.PHONY: run dev test bench release install

run: install ## build, start Kakehashi with the sandbox, print where they are
	@end2end/scripts/build.sh
	@. end2end/scripts/env.sh && exec node end2end/scripts/start.mjs

dev: install ## as run, rebuilding and reloading on every change
	@end2end/scripts/dev.sh

test: install ## everything that must hold before a change lands
	@end2end/scripts/test.sh

bench: install ## measure a release build, beside the limits of this machine
	@end2end/scripts/bench.sh

release: install ## what is deployed, in target/dist
	@end2end/scripts/build.sh release

install:
	@end2end/scripts/install.sh
