package org.cervicalcds.service.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cervicalcds.service.store.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A token is used once, whichever replica it comes to. */
@Tag("database")
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TokenTest {
    private final Scene scene;

    TokenTest(TestDatabase database, @TempDir Path folder) {
        this.scene = Scene.on(database, folder);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void theSecondUseIsTold() {
        Instant expiry = scene.clock.instant().plusSeconds(300);
        assertThat(scene.store.firstUse("iss", "jti", expiry)).isTrue();
        assertThat(scene.store.firstUse("iss", "jti", expiry)).isFalse();
        assertThat(scene.store.firstUse("other", "jti", expiry)).isTrue();
        assertThat(scene.store.firstUse("iss", "x".repeat(100_000) + "\u0000", expiry))
                .isTrue();
        assertThat(scene.store.firstUse("is", "sjti", expiry)).isTrue();
    }

    @Test
    void exactlyOneOfManyAtOnceIsFirst() throws Exception {
        Instant expiry = scene.clock.instant().plusSeconds(300);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try (Scene replica = new Scene(scene.settings, scene.clock)) {
            replica.awaitOpen();
            List<Callable<Integer>> work = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                Store store = caller % 2 == 0 ? scene.store : replica.store;
                work.add(() -> {
                    int first = 0;
                    for (int i = 0; i < 50; i++) {
                        first += store.firstUse("iss", "jti" + i, expiry) ? 1 : 0;
                    }
                    return first;
                });
            }
            int first = 0;
            for (Future<Integer> result : callers.invokeAll(work)) {
                first += result.get();
            }
            assertThat(first).isEqualTo(50);
        } finally {
            callers.shutdown();
        }
    }
}
