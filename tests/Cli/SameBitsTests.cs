using Xunit;

namespace GraphRun.Tests.Cli;

/// <summary>A fetched value does not depend on vectors, fused instructions or threads: real processes, standard output byte for byte.</summary>
public sealed class SameBitsTests : IDisposable
{
    private const string Graph = """
        graphrun: 1
        seed: 7
        nodes:
          x: random_normal([37, 53], seed=1)
          y: random_uniform([53, 29], seed=2)
          products: x @ y
          sums: reduce_sum(x, axis=0)
          means: reduce_mean(y)
          exponentials: exp(x)
          logarithms: log(y + 0.1)
          tangents: tanh(x)
          sigmoids: sigmoid(x)
          soft: softmax(x)
          powers: y ** 1.7
          waves: sin(x * 40.0) + cos(x)
          doubles: exp(cast(x, float64)) / 3.0
          halves: cast(cast(x, float16) * cast(x, float16), float32)
          integers: cast(x * 1000.0, int32) // 7
        outputs: [products, sums, means, exponentials, logarithms, tangents, sigmoids, soft, powers, waves, doubles, halves, integers]
        """;

    private readonly Workspace workspace = new();

    public SameBitsTests() => workspace.Write("bits.yaml", Graph);

    public void Dispose() => workspace.Dispose();

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", 2)]
    [InlineData("DOTNET_EnableAVX2", "0", 2)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 1)]
    [InlineData("DOTNET_TieredCompilation", "0", 1)]
    public void Hardware_and_threads_change_no_byte(string variable, string value, int threads)
    {
        var plain = workspace.Shell("graphrun run bits.yaml --ephemeral --threads 1");
        var other = workspace.Shell($"graphrun run bits.yaml --ephemeral --threads {threads}", (variable, value));

        Assert.Equal("", plain.Error);
        Assert.Equal(plain.ToString(), other.ToString());
    }
}
