package org.cervicalcds.engine;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cervicalcds.engine.cards.CardDeck;
import org.cervicalcds.engine.cards.Suppressor;
import org.cervicalcds.engine.chart.Chart;
import org.cervicalcds.engine.chart.ChartScope;
import org.cervicalcds.engine.chart.CpuBudget;
import org.cervicalcds.engine.chart.Need;
import org.jspecify.annotations.Nullable;

/** The way from data to decisions, for hook calls, vignettes, canaries, cohort and replay alike; for any number of threads. */
public final class Engine {
    private final CardDeck deck;
    private final Duration endedVisit;
    private final @Nullable Duration timeToJudge;

    private Engine(CardDeck deck, @Nullable Duration timeToJudge) {
        this.deck = deck;
        this.timeToJudge = timeToJudge;
        this.endedVisit = Duration.ofDays(deck.rules().endedVisitDays());
    }

    public static Engine of(CardContent content) {
        return of(content.deck());
    }

    /** With cards that are not those of any content, such as those of a rehearsal. */
    public static Engine of(CardDeck deck) {
        return new Engine(deck, null);
    }

    /**
     * The same engine for whoever waits for an answer.
     *
     * @param processorTime in which a chart must be judged; what is not by then is not known, and cards that rest on it are undetermined
     */
    public Engine within(Duration processorTime) {
        return new Engine(deck, processorTime);
    }

    /** Decides every card of the hook. The same record and context give the same evaluation. */
    public Evaluation evaluate(PatientRecord record, Context context) {
        return evaluate(record, context, Suppressor.NONE);
    }

    /** As above, without the cards that are suppressed. */
    public Evaluation evaluate(PatientRecord record, Context context, Suppressor suppressor) {
        return evaluate(chart(record, context), suppressor, context.locale());
    }

    /** As above, of a record as {@link #chart} gave it, by this engine or by one whose rules on reading are the same. */
    public Evaluation evaluate(Chart chart, Suppressor suppressor) {
        return evaluate(chart, suppressor, Locale.ENGLISH);
    }

    private Evaluation evaluate(Chart chart, Suppressor suppressor, Locale locale) {
        return new Evaluation(deck, chart, deck.answer(chart, suppressor, locale));
    }

    /** As {@link #evaluate}, and reads every finding of every tier at once, so that suppressed cards are explained as such. */
    public Evaluation explain(PatientRecord record, Context context, Suppressor suppressor) {
        Chart chart = chart(record, context);
        return new Evaluation(deck, chart, deck.explain(chart, suppressor, context.locale()));
    }

    /** The languages other than English in which some card speaks (ISO 639, small letters). */
    public Set<String> languages() {
        return deck.languages().keySet();
    }

    /** What the cards of a hook read, in the order of prefetch; empty for a hook on which no card speaks. */
    public List<Need> dataRequirements(String hook) {
        return deck.needs(hook);
    }

    /** The record as the cards see it in a moment. */
    public Chart chart(PatientRecord record, Context context) {
        ChartScope scope = new ChartScope(
                context.hook(),
                context.patientId(),
                context.encounterId(),
                context.userType(),
                context.selections(),
                context.dispatched(),
                context.performer(),
                context.now(),
                context.zone(),
                endedVisit,
                deck.rules().reportTextMax());
        return record.chart(scope, timeToJudge == null ? CpuBudget.UNLIMITED : CpuBudget.of(timeToJudge));
    }
}
