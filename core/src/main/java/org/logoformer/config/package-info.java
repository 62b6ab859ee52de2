/**
 * The configuration of every command: one record per block of {@code reference.conf}, which
 * documents each key with its unit and default. A record's constructor validates, so a {@link
 * org.logoformer.config.LogoConfig} that exists is legal.
 *
 * <p>Values come from, in rising precedence: defaults, the preset that {@code model.preset} names,
 * files, arguments. An unknown key, a wrong type or an illegal value is a {@link
 * org.logoformer.error.ConfigException} that says where it came from. Between processes a
 * configuration travels as the text of {@link org.logoformer.config.LogoConfig#render}.
 *
 * <p>Its many files are one record for each block and one small type for each kind of value; the
 * binder calls their constructors, so they share a package.
 */
package org.logoformer.config;
