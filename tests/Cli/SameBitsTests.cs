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

    private const string Training = """
        graphrun: 1
        import: layers
        seed: 7
        nodes:
          digit: range(24) % 3
          image: random_normal([24, 9, 9, 3], seed=1) + cast(reshape(digit, [24, 1, 1, 1]), float32)
          strokes: conv2d(image, 17, 3, padding='same', activation=relu)
          normal: batch_normalization(strokes, training=true)
          halved: max_pooling2d(normal, 2, 2)
          states: gru(reshape(halved, [24, 4, 68]), 19)
          logits: dense(dropout(flatten(states), 0.3, training=true), 3)
          loss: reduce_mean(sparse_softmax_cross_entropy_with_logits(labels=digit, logits=logits))
          train: minimize(loss, adam(0.01))
        outputs: [loss]
        """;

    private readonly Workspace workspace = new();

    public SameBitsTests()
    {
        workspace.Write("bits.yaml", Graph);
        workspace.Write("train.yaml", Training);
    }

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

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "0", 2)]
    [InlineData("DOTNET_EnableAVX2", "0", 2)]
    [InlineData("DOTNET_EnableHWIntrinsic", "0", 1)]
    public void Hardware_and_threads_change_no_bit_of_what_is_learnt(string variable, string value, int threads)
    {
        const string options = "train.yaml --steps 3 --store state.db --session";
        const string fetch = "graphrun run train.yaml --store state.db --fetch strokes/kernel,normal/moving_variance,logits/kernel,loss --session";
        workspace.Shell($"graphrun train {options} plain --threads 1");
        var plain = workspace.Shell($"{fetch} plain --threads 1");
        workspace.Shell($"graphrun train {options} other --threads {threads}", (variable, value));
        var other = workspace.Shell($"{fetch} other --threads {threads}", (variable, value));

        Assert.StartsWith("strokes/kernel = [", plain.Output, StringComparison.Ordinal);
        Assert.Equal(plain.Output, other.Output);
    }
}
