using GraphRun.Tensors;

namespace GraphRun.Execution;

/// <summary>What one thread needs to compute blocks of a chain: a step per node, with room for one block of each result.</summary>
internal sealed class ChainBlocks(ElementwiseChain chain)
{
    private readonly List<Block> blocks = [];

    /// <summary>Computes a rectangle: in blocks of whole rows where it has all columns, else row by row.</summary>
    internal void Run(long row, long rows, long column, long columns)
    {
        var layout = chain.Layout;
        var isWide = columns == layout.Columns && columns <= ChainLayout.LongestRow;
        var perBlock = isWide ? Math.Max(1, ChainLayout.BlockLength / columns) : 1;
        for (var end = row + rows; row < end; row += perBlock)
        {
            var count = Math.Min(perBlock, end - row);
            for (var first = column; first < column + columns; first += ChainLayout.LongestRow)
            {
                var start = row * layout.Columns + first;
                var length = Math.Min(Math.Min(column + columns - first, ChainLayout.LongestRow), layout.Shape.ElementCount - start);
                BlockOf((int)count, (int)length).Run(row, first);
            }
        }
    }

    private Block BlockOf(int rows, int columns)
    {
        var block = blocks.Find(candidate => candidate.Rows == rows && candidate.Columns == columns);
        if (block is null)
            blocks.Add(block = new Block(chain, rows, columns));
        block.Bind(chain.RunNumber);
        return block;
    }

    /// <summary>Blocks of one size.</summary>
    private sealed class Block
    {
        private readonly ElementwiseChain chain;
        private readonly Tensor?[] slots;
        private readonly Step[] steps;
        private readonly Tensor output;
        private long boundRun = -1;

        internal Block(ElementwiseChain chain, int rows, int columns)
        {
            (this.chain, Rows, Columns) = (chain, rows, columns);
            var shape = Shape.Of((long)rows * columns);
            slots = new Tensor?[chain.InputCount + chain.Members.Length];
            for (var i = 0; i < chain.InputCount; i++)
                slots[i] = Place(chain.Layout.Places[i], chain.Inputs[i].DType, shape);
            output = Tensor.Window(chain.Members[^1].OutputDTypes[0], shape);
            steps = new Step[chain.Members.Length];
            var results = new BlockResults(chain, shape, output);
            for (var i = 0; i < steps.Length; i++)
                steps[i] = MakeStep(i, results.Of(i));
        }

        internal int Rows { get; }

        internal int Columns { get; }

        private bool IsOneRow => Rows == 1;

        /// <summary>Takes over what is the same for all blocks of a run.</summary>
        internal void Bind(long run)
        {
            if (run == boundRun)
                return;
            boundRun = run;
            for (var i = 0; i < chain.InputCount; i++)
            {
                if (chain.Layout.Places[i] == OperandPlace.Single)
                    slots[i] = chain.Inputs[i].Reshape(Shape.Scalar);
                else if (chain.Layout.Places[i] == OperandPlace.Row && !IsOneRow)
                    RepeatRow(chain.Inputs[i], slots[i]!);
            }
        }

        internal void Run(long row, long column)
        {
            var start = row * chain.Layout.Columns + column;
            for (var i = 0; i < chain.InputCount; i++)
            {
                var place = chain.Layout.Places[i];
                if (place == OperandPlace.Everywhere)
                    slots[i]!.Show(chain.Inputs[i], start);
                else if (place == OperandPlace.Row && IsOneRow)
                    slots[i]!.Show(chain.Inputs[i], column);
                else if (place == OperandPlace.Column && IsOneRow)
                    slots[i]!.Show(chain.Inputs[i], row);
                else if (place == OperandPlace.Column)
                    StretchColumn(chain.Inputs[i], row, slots[i]!);
            }

            output.Show(chain.Output, start);
            foreach (var step in steps)
                step.Kernel(step);
        }

        private Tensor? Place(OperandPlace place, DType dtype, Shape shape) => place switch
        {
            OperandPlace.Single => null,
            OperandPlace.Column when IsOneRow => Tensor.Window(dtype, Shape.Scalar),
            OperandPlace.Row or OperandPlace.Column when !IsOneRow => Tensor.Allocate(dtype, shape),
            _ => Tensor.Window(dtype, shape),
        };

        private Step MakeStep(int index, Tensor result)
        {
            var member = chain.Members[index];
            return new Step(member, slots, chain.Operands[index], chain.InputCount + index)
            {
                Kernel = chain.Forms[index].Kernel(chain.BuilderOf(member)),
                Planned = [result],
            };
        }

        private void RepeatRow(Tensor source, Tensor target)
        {
            var length = Columns * source.DType.Size();
            var row = source.Bytes(0, length);
            for (var i = 0; i < Rows; i++)
                row.CopyTo(target.Bytes((long)i * length, length));
        }

        private void StretchColumn(Tensor source, long first, Tensor target)
        {
            switch (source.DType.Size())
            {
                case 1: Stretch<byte>(source, first, target); break;
                case 2: Stretch<ushort>(source, first, target); break;
                case 4: Stretch<uint>(source, first, target); break;
                case 8: Stretch<ulong>(source, first, target); break;
                default: Stretch<UInt128>(source, first, target); break;
            }
        }

        private void Stretch<T>(Tensor source, long first, Tensor target)
            where T : unmanaged
        {
            var values = source.Values<T>();
            var elements = target.Writable<T>();
            for (var i = 0; i < Rows; i++)
                elements.Slice(i * Columns, Columns).Fill(values[(int)first + i]);
        }
    }
}
