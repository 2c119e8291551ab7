package org.cervicalcds.trust;

import java.time.Clock;
import org.cervicalcds.store.Store;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Wires the filter chain; wants {@link SecuritySettings}, a {@link PublicUrl} and a Clock. */
@Configuration(proxyBeanMethods = false)
public class TrustConfiguration {
    /** The workbench may ask FHIR servers of the user's choice; nothing else leaves the page. */
    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; "
            + "connect-src 'self' https: http://localhost:* http://127.0.0.1:*; frame-ancestors 'none'";

    @Bean
    @ConditionalOnMissingBean
    ReplayStore replayStore(ObjectProvider<Store> store, Clock clock) {
        ReplayStore own = new MemoryReplayStore(clock);
        Store shared = store.getIfAvailable();
        return shared == null ? own : new SharedReplayStore(own, shared);
    }

    @Bean
    Clients clients(SecuritySettings settings, Environment environment, Clock clock) {
        boolean production = environment.acceptsProfiles(Profiles.of("production"));
        return Clients.of(settings, new KeySets(), production, clock);
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            SecuritySettings settings,
            PublicUrl publicUrl,
            Clients clients,
            ReplayStore replays,
            Clock clock)
            throws Exception {
        ClientFilter filter = new ClientFilter(
                new TokenVerifier(clients, settings, replays, clock),
                new RateLimits(settings.callsPerMinute()),
                settings,
                publicUrl);
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(TrustConfiguration::headers)
                .authorizeHttpRequests(calls -> calls.requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .requestMatchers("/actuator", "/actuator/**")
                        .denyAll()
                        .anyRequest()
                        .permitAll())
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (request, response, cause) -> response.sendError(404))
                        .accessDeniedHandler((request, response, cause) -> response.sendError(404)))
                .addFilterBefore(filter, AuthorizationFilter.class)
                .build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .contentTypeOptions(Customizer.withDefaults())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
    }
}
