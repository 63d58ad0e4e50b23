# The developers' index. `make` alone explains it.

# Maven on the JDK that the launcher finds, without colours, without the progress of downloads, and without the JVM's
# warnings of what Maven's own libraries do.
mvn = JAVA_HOME="$$(./onsale --java-home)" \
    MAVEN_OPTS="$${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow" \
    mvn -B -ntp -Dstyle.color=never
# `make test TEST=LayoutTest` runs one class, `make test SEED=42` replays a seed that a random test printed.
test_options = $(if $(TEST),-Dtest='$(TEST)' -Donsale.oneClass=true) $(if $(SEED),-Donsale.seed='$(SEED)')

.DEFAULT_GOAL := help
.PHONY: help run test nemesis bench format clean

help:
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## builds if need be and starts a server (ARGS='--port 9000' adds options)
	@./onsale serve $(ARGS)

test: ## all tests and checks (TEST=Class runs one class, SEED=number replays a random one)
	@tools/prerequisites.sh test
	@./onsale --java-home >/dev/null
	shellcheck -x onsale tools/*.sh .ci/run bench/run bench/*.sh deploy/redis/failover.sh
	@$(mvn) verify $(test_options)

nemesis: ## two minutes of faults by lot, a hundred times, kills and histories; about an hour (SEEDS=20 for fewer, SEED=number for one)
	@tools/prerequisites.sh test
	@$(mvn) test -Dtest=NemesisTest -Donsale.oneClass=true -Donsale.nemesis.seeds=$(or $(SEEDS),100) \
	    $(if $(SEED),-Donsale.seed='$(SEED)')
	@$(mvn) test -Dtest=CrashTest -Donsale.oneClass=true -Donsale.crash.rounds=60
	@$(mvn) test -Dtest=RedisLedgerContractTest -Donsale.oneClass=true -Donsale.histories=10000
	@$(mvn) test -Dtest=SentinelSurvivalTest -Donsale.oneClass=true -Donsale.survival.rounds=30 -Donsale.survival.seconds=10

bench: ## the load measurements, side by side with public tools; minutes
	@tools/prerequisites.sh bench
	@bench/run

format: ## formats all Java sources
	@$(mvn) -q spotless:apply

clean: ## removes what was built
	rm -rf target
