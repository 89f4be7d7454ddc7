using System.Numerics;

namespace GraphRun.Tensors;

/// <summary>A complex number of two float32, real part first in memory, as TensorFlow's complex64.</summary>
public readonly record struct Complex64(float Real, float Imaginary)
{
    public static implicit operator Complex(Complex64 value) => new(value.Real, value.Imaginary);

    public static explicit operator Complex64(Complex value) => new((float)value.Real, (float)value.Imaginary);
}
