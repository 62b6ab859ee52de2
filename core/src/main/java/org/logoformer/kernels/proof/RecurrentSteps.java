package org.logoformer.kernels.proof;

import org.logoformer.kernels.Kernels.Cell;

/**
 * The steps of a layer of recurrence over one clip after the other, by their definition, forward
 * and backward. E is the number of gates times h.
 */
final class RecurrentSteps {
  private final Cell cell;
  private final int in;
  private final int hidden;
  private final int wide;
  private final double[] ofInput;
  private final double[] ofState;
  private final double[] inputBias;
  private final double[] stateBias;

  /**
   * @param weights W_i [E, in], W_s [E, h], b_i, b_s
   */
  RecurrentSteps(Cell cell, View[] weights) {
    this.cell = cell;
    this.in = weights[0].size(1);
    this.hidden = weights[1].size(1);
    this.wide = weights[1].size(0);
    this.ofInput = read(weights[0]);
    this.ofState = read(weights[1]);
    this.inputBias = read(weights[2]);
    this.stateBias = read(weights[3]);
  }

  private static double[] read(View contiguous) {
    double[] values = new double[contiguous.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = contiguous.at(i);
    }
    return values;
  }

  /**
   * What becomes of one clip, by step.
   *
   * @param x [in] each
   * @param gates [E] each, activated
   * @param ofState [E] each: what the states before make of the gates
   * @param h of the steps, behind that in front of them; c likewise
   */
  record Pass(double[][] x, double[][] gates, double[][] ofState, double[][] h, double[][] c) {}

  /** Gradients by what comes in, and by what the states before, make of the gates; [E] each. */
  record Gradient(double[][] ofInput, double[][] ofState) {}

  /** Rows {@code view} [B, T, C] of a clip. */
  static double[][] rows(View view, int clip) {
    double[][] rows = new double[view.size(1)][view.size(2)];
    for (int t = 0; t < rows.length; t++) {
      int from = clip * view.stride(0) + t * view.stride(1);
      for (int i = 0; i < rows[t].length; i++) {
        rows[t][i] = view.at(from + i * view.stride(2));
      }
    }
    return rows;
  }

  Pass forward(double[][] x) {
    int steps = x.length;
    Pass pass =
        new Pass(
            x,
            new double[steps][wide],
            new double[steps][],
            new double[steps + 1][hidden],
            new double[steps + 1][hidden]);
    for (int t = 0; t < steps; t++) {
      double[] a = product(ofInput, inputBias, x[t]);
      double[] u = product(ofState, stateBias, pass.h[t]);
      pass.ofState[t] = u;
      if (cell == Cell.LSTM) {
        lstm(pass, t, a);
      } else {
        gru(pass, t, a);
      }
    }
    return pass;
  }

  private static double[] product(double[] weight, double[] bias, double[] row) {
    double[] y = bias.clone();
    for (int e = 0; e < y.length; e++) {
      int from = e * row.length;
      for (int i = 0; i < row.length; i++) {
        y[e] += weight[from + i] * row[i];
      }
    }
    return y;
  }

  private void lstm(Pass pass, int t, double[] a) {
    double[] g = pass.gates[t];
    for (int e = 0; e < wide; e++) {
      double sum = a[e] + pass.ofState[t][e];
      g[e] = e / hidden == 2 ? Math.tanh(sum) : sigmoid(sum);
    }
    for (int i = 0; i < hidden; i++) {
      pass.c[t + 1][i] = g[hidden + i] * pass.c[t][i] + g[i] * g[2 * hidden + i];
      pass.h[t + 1][i] = g[3 * hidden + i] * Math.tanh(pass.c[t + 1][i]);
    }
  }

  private void gru(Pass pass, int t, double[] a) {
    double[] g = pass.gates[t];
    double[] u = pass.ofState[t];
    for (int i = 0; i < hidden; i++) {
      int z = hidden + i;
      int n = 2 * hidden + i;
      g[i] = sigmoid(a[i] + u[i]);
      g[z] = sigmoid(a[z] + u[z]);
      g[n] = Math.tanh(a[n] + g[i] * u[n]);
      pass.h[t + 1][i] = g[n] + g[z] * (pass.h[t][i] - g[n]);
    }
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  Gradient backward(Pass pass, double[][] dy) {
    int steps = dy.length;
    Gradient d = new Gradient(new double[steps][wide], new double[steps][wide]);
    double[] carried = new double[hidden];
    double[] memory = new double[hidden];
    for (int t = steps - 1; t >= 0; t--) {
      for (int i = 0; i < hidden; i++) {
        double dh = dy[t][i] + carried[i];
        if (cell == Cell.LSTM) {
          carried[i] = 0;
          memory[i] = lstmGradient(pass, d, t, i, dh, memory[i]);
        } else {
          carried[i] = gruGradient(pass, d, t, i, dh);
        }
      }
      for (int e = 0; e < wide; e++) {
        double given = d.ofState[t][e];
        for (int i = 0; i < hidden; i++) {
          carried[i] += given * ofState[e * hidden + i];
        }
      }
    }
    return d;
  }

  /** Returns the gradient by c of the step before. */
  private double lstmGradient(Pass pass, Gradient d, int t, int i, double dh, double memory) {
    double[] gates = pass.gates[t];
    double input = gates[i];
    double forget = gates[hidden + i];
    double fresh = gates[2 * hidden + i];
    double output = gates[3 * hidden + i];
    double squashed = Math.tanh(pass.c[t + 1][i]);
    double dc = memory + dh * output * (1 - squashed * squashed);
    double[] own = d.ofInput[t];
    own[i] = dc * fresh * input * (1 - input);
    own[hidden + i] = dc * pass.c[t][i] * forget * (1 - forget);
    own[2 * hidden + i] = dc * input * (1 - fresh * fresh);
    own[3 * hidden + i] = dh * squashed * output * (1 - output);
    for (int e = i; e < wide; e += hidden) {
      d.ofState[t][e] = own[e];
    }
    return dc * forget;
  }

  /** Returns the gradient by h of the step before, but for what comes through the products. */
  private double gruGradient(Pass pass, Gradient d, int t, int i, double dh) {
    double[] gates = pass.gates[t];
    int z = hidden + i;
    int n = 2 * hidden + i;
    double[] own = d.ofInput[t];
    own[z] = dh * (pass.h[t][i] - gates[n]) * gates[z] * (1 - gates[z]);
    own[n] = dh * (1 - gates[z]) * (1 - gates[n] * gates[n]);
    own[i] = own[n] * pass.ofState[t][n] * gates[i] * (1 - gates[i]);
    d.ofState[t][i] = own[i];
    d.ofState[t][z] = own[z];
    d.ofState[t][n] = own[n] * gates[i];
    return dh * gates[z];
  }

  /** Terms of the gradient by element {@code i} of what comes in, of a step. */
  void input(double[] dGates, int i, Sum sum) {
    for (int e = 0; e < wide; e++) {
      sum.add(dGates[e] * ofInput[e * in + i]);
    }
  }
}
