package org.logoformer.models.rnn;

/**
 * Block {@code model.resnet18-lstm} or {@code model.resnet18-gru}.
 *
 * @param width channels of the first ResNet18 layer
 * @param layers of recurrence
 * @param hidden width of each
 * @param readout what is classified
 */
public record ResNet18RnnConfig(int width, int layers, int hidden, Readout readout) {}
