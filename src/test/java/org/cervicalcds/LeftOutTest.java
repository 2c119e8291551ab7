package org.cervicalcds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestConstructor;
import org.springframework.util.ClassUtils;

/** What is left out exists, so that a new name in a new version of the library is noticed, and is not there. */
@Tag("long")
@SpringBootTest(classes = CervicalCds.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
final class LeftOutTest {
    private final ApplicationContext context;

    LeftOutTest(ApplicationContext context) {
        this.context = context;
    }

    static List<String> names() {
        return List.of(
                CervicalCds.class.getAnnotation(EnableAutoConfiguration.class).excludeName());
    }

    @ParameterizedTest
    @MethodSource("names")
    void isKnownToTheLibrary(String name) {
        assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).isTrue();
    }

    @Test
    void isNotPartOfTheService() {
        assertThat(Arrays.asList(context.getBeanDefinitionNames()))
                .contains("org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration")
                .doesNotContainAnyElementsOf(names());
    }
}
