package org.cervicalcds.trust;

import java.time.Clock;
import org.cervicalcds.store.Store;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Wires the filter chain; wants {@link SecuritySettings}, {@link OperatorSettings}, a {@link PublicUrl} and a Clock. */
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

    /** The filters are neither timed nor traced one by one: it would cost every call. */
    @Bean
    SecurityObservationSettings noObservationsOfFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    OperatorAccess operatorAccess(OperatorSettings settings, Environment environment) {
        boolean sandbox = environment.getProperty("cervical-cds.sandbox.enabled", Boolean.class, true);
        return OperatorAccess.of(settings, sandbox && !environment.acceptsProfiles(Profiles.of("production")));
    }

    /** What only operators see, at the port of the service and at that of the management. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain operatorsFilterChain(HttpSecurity http, OperatorAccess access) throws Exception {
        OperatorFilter filter = new OperatorFilter(access);
        RequestMatcher paths = new OrRequestMatcher(
                EndpointRequest.toAnyEndpoint(),
                path("/actuator"),
                path("/actuator/**"),
                path("/insights"),
                path("/insights/**"));
        return plain(http.securityMatcher(paths))
                .authorizeHttpRequests(calls -> calls.requestMatchers(EndpointRequest.to("health"))
                        .permitAll()
                        .anyRequest()
                        .hasRole(OperatorFilter.ROLE))
                .exceptionHandling(refused -> refused.authenticationEntryPoint(
                                (request, response, cause) -> filter.refuse(response))
                        .accessDeniedHandler((request, response, cause) -> filter.refuse(response)))
                .addFilterBefore(filter, AuthorizationFilter.class)
                .build();
    }

    private static RequestMatcher path(String pattern) {
        return PathPatternRequestMatcher.pathPattern(pattern);
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
        // The filter lets in or answers by itself. What else could say who calls has nothing to do here.
        return plain(http)
                .anonymous(AbstractHttpConfigurer::disable)
                .securityContext(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .exceptionHandling(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .addFilterBefore(filter, AuthorizationFilter.class)
                .build();
    }

    /** Neither sessions nor forms. */
    private static HttpSecurity plain(HttpSecurity http) throws Exception {
        return http.csrf(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(TrustConfiguration::headers);
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.cacheControl(HeadersConfigurer.CacheControlConfig::disable)
                .contentTypeOptions(Customizer.withDefaults())
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                .contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY));
    }
}
