using System.Text.Json.Serialization;

namespace Bookstore.Bench;

/// <summary>What one cell of the matrix measured; null where it does not apply.</summary>
/// <remarks>An order counts when its money is captured. The time goes from the first call to the capture of the last order.</remarks>
internal sealed record CellResult
{
    public required string Store { get; init; }

    public required string Load { get; init; }

    public required int Callers { get; init; }

    /// <summary>Orders a commit, where the cell sets it.</summary>
    public int? CommitSize { get; init; }

    public required long Orders { get; init; }

    public required double Seconds { get; init; }

    public required double PerSecond { get; init; }

    /// <summary>From the call to its answer; of a ceiling, one commit; of the flash sale, one refusal.</summary>
    public double? P50Ms { get; init; }

    public double? P99Ms { get; init; }

    public double? P999Ms { get; init; }

    /// <summary>Allocated on the managed heap, for an order or a refusal.</summary>
    public double? BytesPerOrder { get; init; }

    /// <summary>Of the whole process, callers included, for an order or a refusal.</summary>
    public double? CpuMicrosPerOrder { get; init; }

    /// <summary>Operations a commit; an order has three.</summary>
    public double? MeanBatch { get; init; }

    public int? MaxBatch { get; init; }

    /// <summary>Sold out, or refused for load.</summary>
    public double? RefusedPerSecond { get; init; }

    public double? RefusalP99Ms { get; init; }

    /// <summary>Orders whose capture was still owed when the clock was stopped.</summary>
    public int? BacklogAtEnd { get; init; }

    /// <summary>The most memory that the process had resident.</summary>
    public double? ResidentMb { get; init; }
}

/// <summary>How a cell is written: one line, camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CellResult))]
internal sealed partial class CellResultContext : JsonSerializerContext;
