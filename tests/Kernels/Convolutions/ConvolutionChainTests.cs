using GraphRun.Kernels;
using GraphRun.Tensors;
using Xunit;

namespace GraphRun.Tests.Kernels;

/// <summary>Whatever the path, an element is one chain of fused multiply-adds over taps and channels, for every number of threads.</summary>
public sealed class ConvolutionChainTests
{
    public static TheoryData<long[], long[], long, long, long> Cases => new()
    {
        { [1, 9, 11, 3], [3, 3, 3, 8], 2, 1, 1 },
        { [2, 7, 30, 40], [3, 3, 40, 33], 1, 1, 1 },
        { [1, 14, 14, 64], [3, 3, 64, 70], 1, 1, 1 },
        { [1, 12, 10, 64], [3, 2, 64, 16], 1, 2, 2 },
        { [1, 20, 20, 17], [1, 1, 17, 40], 1, 1, 0 },
        { [1, 30, 31, 20], [5, 5, 20, 5], 3, 1, 2 },
        { [1, 6, 5, 300], [2, 2, 300, 100], 1, 1, 0 },
        { [1, 16, 16, 32], [1, 1, 32, 64], 2, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_element_is_one_chain_of_multiply_adds(long[] input, long[] filter, long stride, long dilation, long padding)
    {
        var (x, w) = (Random(input, 1), Random(filter, 2));
        var geometry = Geometry(input, filter, stride, dilation, padding);
        var expected = Chains(x, w, geometry);
        var count = Workers.Count;
        foreach (var threads in new[] { 1, 5 })
        {
            Workers.Count = threads;
            Assert.Equal(expected, Run(x, w, geometry));
        }

        Workers.Count = count;
    }

    private static float[] Run(Tensor x, Tensor w, ConvolutionGeometry geometry)
    {
        using var packed = PackedFilter.Pack(w, 1);
        var output = Tensor.Allocate(DType.Float32, Shape.Of(geometry.OutputPixels, w.Shape[-1]));
        Convolution.Run(x, packed, geometry, output, Finish.Nothing);
        return output.Values<float>().ToArray();
    }

    private static ConvolutionGeometry Geometry(long[] input, long[] filter, long stride, long dilation, long padding)
    {
        return new ConvolutionGeometry(input[0], WindowAxis.None, Axis(1), Axis(2), input[3]);

        WindowAxis Axis(int axis)
        {
            var reach = ((filter[axis - 1] - 1) * dilation) + 1;
            var places = ((input[axis] + (2 * padding) - reach) / stride) + 1;
            return new WindowAxis(input[axis], filter[axis - 1], stride, dilation, padding, places);
        }
    }

    private static float[] Chains(Tensor x, Tensor w, ConvolutionGeometry geometry)
    {
        var (height, width) = (geometry.Height, geometry.Width);
        var filters = w.Shape[-1];
        var result = new float[geometry.OutputPixels * filters];
        for (var i = 0; i < result.Length; i++)
        {
            var (pixel, filter) = Math.DivRem(i, filters);
            var (line, ox) = Math.DivRem(pixel, width.Output);
            var (batch, oy) = Math.DivRem(line, height.Output);
            for (var k = 0L; k < geometry.Taps * geometry.Channels; k++)
            {
                var (tap, channel) = Math.DivRem(k, geometry.Channels);
                var y = height.First(oy) + (tap / width.Window * height.Dilation);
                var column = width.First(ox) + (tap % width.Window * width.Dilation);
                var inside = y >= 0 && y < height.Input && column >= 0 && column < width.Input;
                var at = (((((batch * height.Input) + y) * width.Input) + column) * geometry.Channels) + channel;
                var element = inside ? x.Values<float>()[(int)at] : 0;
                result[i] = MathF.FusedMultiplyAdd(element, w.Values<float>()[(int)((k * filters) + filter)], result[i]);
            }
        }

        return result;
    }

    private static Tensor Random(long[] dims, int seed)
    {
        var random = new Random(seed);
        var tensor = Tensor.Allocate(DType.Float32, Shape.Of(dims));
        foreach (ref var value in tensor.Writable<float>())
            value = random.NextSingle() - 0.5f;
        return tensor;
    }
}
