using GraphRun.Graphs;
using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>Room for the results of a chain's nodes, one block each; a result that nobody reads any more makes room for the next.</summary>
internal sealed class BlockResults
{
    private readonly Tensor[] results;

    /// <param name="chain">The chain.</param>
    /// <param name="shape">The shape of a block.</param>
    /// <param name="output">Where the last result goes.</param>
    internal BlockResults(ElementwiseChain chain, Shape shape, Tensor output)
    {
        var count = chain.Members.Length;
        var lastUse = new int[count];
        for (var user = 0; user < count; user++)
        {
            foreach (var operand in chain.Operands[user])
            {
                if (operand >= chain.InputCount)
                    lastUse[operand - chain.InputCount] = user;
            }
        }

        results = new Tensor[count];
        results[^1] = output;
        var free = new List<Tensor>();
        for (var i = 0; i < count - 1; i++)
        {
            results[i] = Take(free, chain.Members[i], shape);
            for (var earlier = 0; earlier < i; earlier++)
            {
                if (lastUse[earlier] == i)
                    free.Add(results[earlier]);
            }
        }
    }

    internal Tensor Of(int member) => results[member];

    private static Tensor Take(List<Tensor> free, Node member, Shape shape)
    {
        var index = free.FindLastIndex(tensor => tensor.DType == member.OutputDTypes[0]);
        if (index < 0)
            return Tensor.Allocate(member.OutputDTypes[0], shape);
        var taken = free[index];
        free.RemoveAt(index);
        return taken;
    }
}
