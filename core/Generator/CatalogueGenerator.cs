using Microsoft.CodeAnalysis;

namespace GraphRun.Generator;

[Generator]
public sealed class CatalogueGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
