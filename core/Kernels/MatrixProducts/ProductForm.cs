namespace GraphRun.Kernels;

/// <summary>
/// Which operands of a matrix product are transposed, and which are conjugated (which means something to complex numbers only).
/// </summary>
public readonly record struct ProductForm(
    bool TransposeLeft = false, bool TransposeRight = false, bool ConjugateLeft = false, bool ConjugateRight = false)
{
    /// <summary>Adjoint operands: transposed and conjugated, as BatchMatMul's adj_x and adj_y.</summary>
    public static ProductForm Adjoint(bool left, bool right) => new(left, right, left, right);
}
