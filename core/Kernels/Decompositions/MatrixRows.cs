using System.Numerics;

namespace GraphRun.Kernels;

/// <summary>What factorizations do to rows of matrices. Products and sums are rounded one by one, so vectors give the same bits.</summary>
internal static class MatrixRows
{
    /// <summary>x - factor * y into x.</summary>
    public static void SubtractScaled<T>(Span<T> x, T factor, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (var factors = Vector.Create(factor); i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            (new Vector<T>(x[i..]) - (factors * new Vector<T>(y[i..]))).CopyTo(x[i..]);
        for (; i < x.Length; i++)
            x[i] -= factor * y[i];
    }

    /// <summary>x / divisor into x.</summary>
    public static void Divide<T>(Span<T> x, T divisor)
        where T : unmanaged, INumber<T>
    {
        foreach (ref var element in x)
            element /= divisor;
    }

    /// <summary>(cosine * x - sine * y, sine * x + cosine * y) into (x, y).</summary>
    public static void Rotate<T>(Span<T> x, Span<T> y, T cosine, T sine)
        where T : unmanaged, INumber<T>
    {
        var i = 0;
        var (cosines, sines) = (Vector.Create(cosine), Vector.Create(sine));
        for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var (left, right) = (new Vector<T>(x[i..]), new Vector<T>(y[i..]));
            ((cosines * left) - (sines * right)).CopyTo(x[i..]);
            ((sines * left) + (cosines * right)).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
            (x[i], y[i]) = ((cosine * x[i]) - (sine * y[i]), (sine * x[i]) + (cosine * y[i]));
    }

    /// <summary>The sum of products, added in order.</summary>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        for (var i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>A matrix of rows by columns with both exchanged.</summary>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> transposed)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
        }
    }

    /// <summary>Turns a vector so that its greatest element in magnitude, of equal ones the first, is positive; tells whether it was turned.</summary>
    public static bool Orient<T>(Span<T> vector)
        where T : unmanaged, INumber<T>
    {
        var greatest = T.Zero;
        foreach (var element in vector)
            greatest = T.Abs(element) > T.Abs(greatest) ? element : greatest;
        if (!(greatest < T.Zero))
            return false;
        foreach (ref var element in vector)
            element = -element;
        return true;
    }
}
