package org.logoformer.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.logoformer.nn.Initialiser;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.ParameterVector;
import org.logoformer.tensor.nd4j.NdArrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Lays DL4J's flat vectors out under the names of the published state dict. */
final class NetworkParamInitializer implements ParamInitializer {
  static final NetworkParamInitializer INSTANCE = new NetworkParamInitializer();

  private NetworkParamInitializer() {}

  /** Views of the places of {@code parameters} in a flat vector, by name, in their order. */
  static Map<String, INDArray> views(List<Parameter> parameters, INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (Parameter p : parameters) {
      INDArray part = vector.get(NDArrayIndex.interval(p.offset(), p.offset() + p.length()));
      views.put(p.name(), part.reshape('c', p.shape()));
    }
    return views;
  }

  /** All of {@code flat}, [1, length] or [length], under the names of {@code layout}. */
  static ParameterVector variables(Layout layout, INDArray flat) {
    return new ParameterVector(layout, NdArrays.tensor(flat.reshape(flat.length())));
  }

  private static Layout layout(Layer layer) {
    return ((NetworkLayerConf) layer).layout();
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return layout(layer).length();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return layout(layer).parameters().stream().map(Parameter::name).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(name -> isWeightParam(layer, name)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(name -> isBiasParam(layer, name)).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String name) {
    Parameter p = layout(layer).parameter(name);
    return p.trainable() && !p.isBias();
  }

  @Override
  public boolean isBiasParam(Layer layer, String name) {
    return layout(layer).parameter(name).isBias();
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray flat, boolean initialise) {
    NetworkLayerConf layer = (NetworkLayerConf) conf.getLayer();
    if (initialise) {
      new Initialiser(layer.config().run().seed(), layer.config().model().initial())
          .fill(variables(layer.layout(), flat));
    }
    paramKeys(layer).forEach(conf::addVariable);
    return views(layer.layout().parameters(), flat);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray flat) {
    return views(layout(conf.getLayer()).parameters(), flat);
  }
}
