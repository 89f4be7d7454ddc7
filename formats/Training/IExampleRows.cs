using GraphRun.Errors;
using GraphRun.Tensors;

namespace GraphRun.Formats.Training;

/// <summary>Examples of which any can be read at any time, in memory or in a file.</summary>
internal interface IExampleRows : IDisposable
{
    DType DType { get; }

    /// <summary>The shape of all of them together; the first dim counts them.</summary>
    Shape Shape { get; }

    /// <summary>Reading one copies memory and does nothing else.</summary>
    bool IsInMemory { get; }

    /// <summary>Reads neighbouring examples into a batch of the same dtype.</summary>
    /// <param name="first">The number of the first one.</param>
    /// <param name="at">Where in the batch the first one goes.</param>
    /// <exception cref="GraphRunException">The file does not hold what it said, with the place.</exception>
    void Read(long first, int count, Tensor batch, long at);
}
