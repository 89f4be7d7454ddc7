using System.Numerics;
using GraphRun.Tensors;

namespace GraphRun.Kernels;

/// <summary>
/// Products of complex matrices by four real ones. A real part is the chain of re*re along the depth, continued by the chain of -im*im; an
/// imaginary part the chain of re*im, continued by that of im*re.
/// </summary>
internal static unsafe class ComplexProduct<T>
    where T : unmanaged, INumberBase<T>
{
    public static void Run(Tensor x, Tensor y, ProductForm form, Tensor result)
    {
        var (lefts, rights, sums) = (x.ElementCount, y.ElementCount, result.ElementCount);
        using var left = new Scratch<T>(3 * lefts);
        using var right = new Scratch<T>(2 * rights);
        using var product = new Scratch<T>(2 * sums);
        Split(x, form.ConjugateLeft, left.Pointer, left.Pointer + lefts);
        Split(y, form.ConjugateRight, right.Pointer, right.Pointer + rights);
        for (var i = 0L; i < lefts; i++)
            left.Pointer[2 * lefts + i] = -left.Pointer[lefts + i];
        Multiply(left.Pointer, right.Pointer, product.Pointer, accumulate: false);
        Multiply(left.Pointer + 2 * lefts, right.Pointer + rights, product.Pointer, accumulate: true);
        Multiply(left.Pointer, right.Pointer + rights, product.Pointer + sums, accumulate: false);
        Multiply(left.Pointer + lefts, right.Pointer, product.Pointer + sums, accumulate: true);
        Join(product.Pointer, product.Pointer + sums, result);

        void Multiply(T* a, T* b, T* c, bool accumulate) => BatchProduct<T>.Run(a, x.Shape, b, y.Shape, form, c, result.Shape, accumulate);
    }

    private static void Split(Tensor x, bool conjugate, T* real, T* imaginary)
    {
        fixed (byte* bytes = x.Values<byte>())
        {
            var elements = (T*)bytes;
            for (var i = 0L; i < x.ElementCount; i++)
            {
                real[i] = elements[2 * i];
                imaginary[i] = conjugate ? -elements[2 * i + 1] : elements[2 * i + 1];
            }
        }
    }

    private static void Join(T* real, T* imaginary, Tensor result)
    {
        fixed (byte* bytes = result.Writable<byte>())
        {
            var elements = (T*)bytes;
            for (var i = 0L; i < result.ElementCount; i++)
                (elements[2 * i], elements[2 * i + 1]) = (real[i], imaginary[i]);
        }
    }
}
