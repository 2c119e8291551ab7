package org.cervicalcds.export.cql;

import java.util.List;

/** The units of mass of <a href="https://ucum.org/ucum">UCUM</a>: the gram with its prefixes, the tonne, and those of trades. */
public final class MassUnits {
    public static final List<String> CODES = List.of(
            "kg",
            "hg",
            "dag",
            "g",
            "dg",
            "cg",
            "mg",
            "ug",
            "ng",
            "pg",
            "t",
            "[lb_av]",
            "[oz_av]",
            "[dr_av]",
            "[gr]",
            "[stone_av]",
            "[scwt_av]",
            "[lcwt_av]",
            "[ston_av]",
            "[lton_av]",
            "[lb_tr]",
            "[oz_tr]",
            "[pwt_tr]",
            "[lb_ap]",
            "[oz_ap]",
            "[dr_ap]",
            "[sc_ap]",
            "[oz_m]",
            "[car_m]");

    private MassUnits() {}
}
