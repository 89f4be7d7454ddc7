using GraphRun.Ops;
using Xunit;

namespace GraphRun.Tests.Gradients;

/// <summary>
/// The ops that TensorFlow registers a gradient for. Left out are Switch, Merge, Enter, Exit and NextIteration, which become If and While
/// before anything is differentiated, and RandomGamma, SparseAdd, SparseReduceSum, SparseConcat, SparseSlice, RaggedGather and
/// RaggedTensorToTensor, through which no gradient flows here.
/// </summary>
public class DifferentiableOpsTests
{
    private const string Marked =
        """
        Identity PlaceholderWithDefault CheckNumerics Print IdentityN EnsureShape ReadVariableOp ResourceGather AddV2 Sub Mul RealDiv
        Neg Cast Square Sqrt Exp Log Maximum Minimum Pow Abs AddN Rsqrt SquaredDifference FloorMod Add Log1p Expm1 Sin Cos Erf DivNoNan
        Reciprocal Div Tan Asin Acos Atan Atan2 Sinh Cosh Asinh Acosh Atanh Erfc Lgamma Digamma Xdivy Xlogy MulNoNan ClipByValue
        Complex Real Imag Conj ComplexAbs Angle SelectV2 Select MatMul BatchMatMulV2 Einsum MatrixBandPart Cholesky BatchMatMul
        MatrixDiagV3 MatrixDiagPartV3 MatrixSetDiagV3 MatrixInverse MatrixSolve MatrixTriangularSolve MatrixDeterminant Qr Svd
        SelfAdjointEigV2 Cross Sum Mean Max Min Prod Cumsum TopKV2 L2Loss SegmentSum UnsortedSegmentSum Cumprod EuclideanNorm
        SegmentMean UnsortedSegmentMax Reshape Transpose ConcatV2 ExpandDims Squeeze StridedSlice GatherV2 Pack Unpack Tile Fill
        BroadcastTo Slice Split SplitV Pad GatherNd ScatterNd TensorScatterUpdate ReverseV2 DynamicPartition DynamicStitch PadV2
        MirrorPad TensorScatterAdd ReverseSequence StridedSliceGrad SpaceToBatchND BatchToSpaceND SpaceToDepth DepthToSpace Roll Relu
        Sigmoid Tanh Softmax BiasAdd SoftmaxCrossEntropyWithLogits SparseSoftmaxCrossEntropyWithLogits LogSoftmax ReluGrad Conv2D
        MaxPool AvgPool Conv2DBackpropInput Conv2DBackpropFilter FusedBatchNormV3 Elu LeakyRelu Softplus BiasAddGrad SigmoidGrad
        TanhGrad Selu Relu6 Softsign DepthwiseConv2dNative MaxPoolGrad AvgPoolGrad FusedBatchNormGradV3 LRN Conv3D ResizeBilinear
        ResizeNearestNeighbor CTCLoss StatelessIf If StatelessWhile While PartitionedCall StatefulPartitionedCall Case
        TensorArrayWriteV3 TensorArrayReadV3 TensorListSetItem TensorListGetItem TensorListStack TensorArrayGatherV3
        TensorArrayScatterV3 TensorArrayConcatV3 TensorArraySplitV3 TensorListPushBack TensorListPopBack TensorListFromTensor
        SparseToDense SparseTensorDenseMatMul SparseReorder SparseFillEmptyRows SparseSegmentSum SparseSegmentMean FFT IFFT RFFT IRFFT
        FFT2D FakeQuantWithMinMaxVars QuantizeAndDequantizeV3
        """;

    [Fact]
    public void Every_op_that_TensorFlow_differentiates_has_a_gradient()
    {
        var without = Marked.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .Where(name => Catalogue.Find(name)?.Gradient is null);

        Assert.Empty(without);
    }
}
