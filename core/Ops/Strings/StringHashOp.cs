using GraphRun.Execution;
using GraphRun.Graphs;
using GraphRun.Kernels;

namespace GraphRun.Ops.Strings;

/// <summary>Strings as numbers of buckets.</summary>
public static class StringHashOp
{
    private const string Buckets = "num_buckets: int >= 1";

    [Op("string_to_hash_bucket_fast", "strings.to_hash_bucket_fast")]
    public static OpDef StringToHashBucketFast { get; } = Declare(
        "StringToHashBucketFast",
        "The bucket of each string: its FarmHash fingerprint modulo num_buckets, the same on every machine.",
        "input",
        [Buckets],
        _ => FarmFingerprint.Of);

    [Op("strings.to_hash_bucket")]
    public static OpDef StringToHashBucket { get; } = Declare(
        "StringToHashBucket",
        "The bucket of each string by TensorFlow's first hash of strings, modulo num_buckets. StringToHashBucketFast spreads them better.",
        "string_tensor",
        [Buckets],
        _ => StringHashes.Plain);

    [Op("string_to_hash_bucket_strong", "strings.to_hash_bucket_strong")]
    public static OpDef StringToHashBucketStrong { get; } = Declare(
        "StringToHashBucketStrong",
        "The bucket of each string by SipHash under a key of two integers, modulo num_buckets: who does not know the key cannot choose "
            + "strings that share a bucket.",
        "input",
        [Buckets, "key: list(int)"],
        attrs =>
        {
            if (attrs.Ints("key") is not [var first, var second])
                throw IntegerTensors.Invalid("Key must have 2 elements");
            return text => StringHashes.Keyed(text, (ulong)first, (ulong)second);
        });

    private delegate ulong Hash(ReadOnlySpan<byte> text);

    private static OpDef Declare(string name, string summary, string input, string[] attrs, Func<Attrs, Hash> make) => new()
    {
        Name = name,
        Summary = summary,
        Inputs = [$"{input}: string"],
        Outputs = ["output: int64"],
        Attrs = attrs,
        Example = $"{name}(['a', 'b'], num_buckets=10{(attrs.Length > 1 ? ", key=[1, 2]" : "")})",
        Shape = ShapeRules.Unchanged,
        Kernel = builder =>
        {
            var (hash, buckets) = (make(builder.Attrs), (ulong)builder.Attrs.Int("num_buckets"));
            return step => Run(step, hash, buckets);
        },
        Gradient = Gradients.GradientRules.Stop,
    };

    private static void Run(Step step, Hash hash, ulong buckets)
    {
        var input = step.Input(0);
        var output = step.Allocate(0, input.Shape).Writable<long>();
        var texts = input.Values<byte[]>();
        for (var i = 0; i < output.Length; i++)
            output[i] = (long)(hash(texts[i]) % buckets);
    }
}
