/**
 * Where a result comes from: the record that is stored beside it ({@link
 * org.logoformer.provenance.Provenance}) and what the build wrote into the jar ({@link
 * org.logoformer.provenance.Build}).
 */
package org.logoformer.provenance;
