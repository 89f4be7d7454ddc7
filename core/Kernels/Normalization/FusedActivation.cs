namespace GraphRun.Kernels;

/// <summary>The activations that products and convolutions apply to finished sums.</summary>
internal enum FusedActivation
{
    None,
    Relu,
    Relu6,
    Elu,
    Sigmoid,
    Tanh,

    /// <summary>LeakyRelu and Prelu: below 0 the value times a slope.</summary>
    Leaky,
}
