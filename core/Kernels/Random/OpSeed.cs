using System.Text;

namespace GraphRun.Kernels;

/// <summary>
/// The two seeds of a random op from the graph's seed and its own, as <c>python/framework/random_seed.py</c> has it, save that
/// a graph seed alone is joined by a hash of the node's name rather than by a count of nodes: edits elsewhere change no number.
/// </summary>
public static class OpSeed
{
    /// <summary>What stands for the graph's seed when only the op has one.</summary>
    public const long DefaultGraphSeed = 87654321;

    private const long Modulus = int.MaxValue;

    /// <summary>
    /// Neither seed gives (0, 0), which asks for a drawn seed; the graph's alone (graph, hash of the name); the op's alone
    /// (87654321, op); both (graph, op). Each is taken modulo 2^31 - 1, and a (0, 0) that was asked for becomes (0, 2^31 - 1).
    /// </summary>
    public static (long Seed, long Seed2) Resolve(long? graphSeed, long? opSeed, string nodeName)
    {
        if (graphSeed is null && opSeed is null)
            return (0, 0);
        var first = Truncate(graphSeed ?? DefaultGraphSeed);
        var second = Truncate(opSeed ?? FromName(nodeName));
        return (first, second) == (0, 0) ? (0, int.MaxValue) : (first, second);
    }

    /// <summary>FNV-1a, 64 bits, over the UTF-8 bytes of the name, modulo 2^31 - 1. Part of the file format: it never changes.</summary>
    public static long FromName(string nodeName)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var unit in Encoding.UTF8.GetBytes(nodeName))
            hash = (hash ^ unit) * 0x100000001B3;
        return (long)(hash % (ulong)Modulus);
    }

    private static long Truncate(long seed) => ((seed % Modulus) + Modulus) % Modulus;
}
