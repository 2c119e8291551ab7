package org.cervicalcds.export;

import java.util.List;

/**
 * A library of the package.
 *
 * @param name as CQL and FHIR name it
 * @param title for people
 * @param includes names of the libraries it rests on
 * @param cql its text
 */
record Library(String name, String title, List<String> includes, String cql) {}
