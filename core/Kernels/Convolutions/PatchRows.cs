using System.Runtime.CompilerServices;

namespace GraphRun.Kernels;

/// <summary>
/// An input seen as the left matrix of a product: a row for each pixel of the output, in it the elements under the window, tap by tap and
/// channel by channel; 0 where the window reaches outside. Only stretches of it are ever made.
/// </summary>
/// <param name="geometry">How the window goes over the input.</param>
/// <param name="input">The input, channels last.</param>
/// <param name="channel">The first channel that the window sees.</param>
/// <param name="channels">How many channels it sees.</param>
internal readonly unsafe struct PatchRows<T>(ConvolutionGeometry geometry, T* input, long channel, long channels)
    where T : unmanaged
{
    private readonly T* input = input;

    public ConvolutionGeometry Geometry => geometry;

    /// <summary>Elements in a row.</summary>
    public long Length => geometry.Taps * channels;

    /// <summary>Copies a stretch of neighbouring rows.</summary>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="k">The first element of each row.</param>
    /// <param name="depth">Elements of each row, at most <see cref="ProductBlocking.Depth"/>.</param>
    /// <param name="destination">Where to.</param>
    /// <param name="stride">Elements from a row to the next there.</param>
    [SkipLocalsInit]
    public void Gather(long row, int rows, long k, int depth, T* destination, nint stride)
    {
        var pieces = stackalloc Piece[ProductBlocking.Depth];
        var count = Cut(k, depth, pieces);
        var cursor = new PixelCursor(geometry, row);
        for (var i = 0; i < rows; i++, destination += stride, cursor.Next())
        {
            var (z, y, x) = (geometry.Depth.First(cursor.Z), geometry.Height.First(cursor.Y), geometry.Width.First(cursor.X));
            if (geometry.Depth.IsInside(z) && geometry.Height.IsInside(y) && geometry.Width.IsInside(x))
            {
                var line = ((((cursor.Batch * geometry.Depth.Input) + z) * geometry.Height.Input) + y) * geometry.Width.Input;
                CopyInside(input + (nint)(((line + x) * geometry.Channels) + channel), pieces, count, destination);
                continue;
            }

            for (var p = 0; p < count; p++)
                Copy(in pieces[p], cursor.Batch, z, y, x, destination);
        }
    }

    private static void CopyInside(T* first, Piece* pieces, int count, T* destination)
    {
        for (; count > 0; count--, pieces++)
            VectorCopy<T>.Copy(first + (nint)pieces->Offset, destination + pieces->Place, pieces->Length);
    }

    // Along the width, taps without dilation lie next to each other if all channels are seen.
    private int Cut(long k, int depth, Piece* pieces)
    {
        var joined = geometry.Width.Dilation == 1 && channels == geometry.Channels ? geometry.Width.Window : 1;
        var count = 0;
        for (var at = 0L; at < depth;)
        {
            var (tap, start) = Math.DivRem(k + at, channels);
            var (line, x) = Math.DivRem(tap, geometry.Width.Window);
            var (z, y) = Math.DivRem(line, geometry.Height.Window);
            var length = Math.Min(depth - at, ((joined - (x % joined)) * channels) - start);
            (z, y, x) = (z * geometry.Depth.Dilation, y * geometry.Height.Dilation, x * geometry.Width.Dilation);
            var offset = (((((z * geometry.Height.Input) + y) * geometry.Width.Input) + x) * geometry.Channels) + start;
            pieces[count++] = new Piece(z, y, x, start, (int)length, (int)at, offset);
            at += length;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Copy(in Piece piece, long batch, long z, long y, long x, T* destination)
    {
        destination += piece.Place;
        (z, y) = (z + piece.Z, y + piece.Y);
        if ((ulong)z >= (ulong)geometry.Depth.Input || (ulong)y >= (ulong)geometry.Height.Input)
        {
            new Span<T>(destination, piece.Length).Clear();
            return;
        }

        var line = ((((batch * geometry.Depth.Input) + z) * geometry.Height.Input) + y) * geometry.Width.Input;
        var begin = ((x + piece.X) * geometry.Channels) + channel + piece.Start;
        var source = input + (nint)((line * geometry.Channels) + begin);
        var after = begin + piece.Length - (geometry.Width.Input * geometry.Channels);
        if (begin >= 0 && after <= 0)
            VectorCopy<T>.Copy(source, destination, piece.Length);
        else
            CopyEdge(source, destination, piece.Length, (int)Math.Clamp(-begin, 0, piece.Length), (int)Math.Clamp(after, 0, piece.Length));
    }

    private static void CopyEdge(T* source, T* destination, int length, int before, int after)
    {
        new Span<T>(destination, length).Clear();
        for (var i = before; i < length - after; i++)
            destination[i] = source[i];
    }

    /// <summary>Neighbouring elements of a row that are neighbours in the input as well.</summary>
    /// <param name="Z">The tap's place under the window.</param>
    /// <param name="Y">The tap's place under the window.</param>
    /// <param name="X">The tap's place under the window.</param>
    /// <param name="Start">The first channel.</param>
    /// <param name="Length">How many elements.</param>
    /// <param name="Place">Where they stand in the row.</param>
    /// <param name="Offset">Elements from the window's first one to the piece's, where no tap is outside.</param>
    private readonly record struct Piece(long Z, long Y, long X, long Start, int Length, int Place, long Offset);
}
