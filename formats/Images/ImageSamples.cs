using GraphRun.Tensors;

namespace GraphRun.Formats.Images;

/// <summary>The elements of images as bytes.</summary>
internal static class ImageSamples
{
    /// <summary>Reads elements from <paramref name="start"/> on: uint8 as they are, floats from 0 to 1 as 0 to 255; NaN is 0.</summary>
    public static void Read(Tensor image, int start, Span<byte> samples)
    {
        if (image.DType == DType.UInt8)
        {
            image.Values<byte>().Slice(start, samples.Length).CopyTo(samples);
            return;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            var value = image.DType switch
            {
                DType.Float32 => image.Values<float>()[start + i],
                DType.Float64 => image.Values<double>()[start + i],
                DType.Float16 => (double)image.Values<Half>()[start + i],
                _ => (float)image.Values<BFloat16>()[start + i],
            };
            samples[i] = value > 0 ? (byte)Math.Round(Math.Min(value, 1) * 255) : (byte)0;
        }
    }
}
