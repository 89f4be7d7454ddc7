namespace GraphRun.Kernels;

/// <summary>In which operations a normalization of rows is written; they round differently.</summary>
internal enum NormalizationForm
{
    /// <summary><c>(x - mean) * rsqrt(variance + epsilon) * gamma + beta</c>, gamma and beta where there are any.</summary>
    TimesReciprocal,

    /// <summary><c>(x - mean) / sqrt(variance + epsilon) * gamma + beta</c>, gamma and beta where there are any.</summary>
    OverRoot,

    /// <summary>
    /// <c>x * scale + (beta - mean * scale)</c> with <c>scale = rsqrt(variance + epsilon) * gamma</c>, gamma where there is one: what
    /// <c>tf.nn.batch_normalization</c> makes (<c>python/ops/nn_impl.py</c>).
    /// </summary>
    ScaleAndOffset,
}
