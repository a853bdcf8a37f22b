namespace Bookstore;

/// <summary>A courier's answer to the question where a parcel is.</summary>
public sealed record TrackingResult
{
    /// <summary>The most <see cref="Scans"/> that the shop reads: 1,000.</summary>
    public const int MaxScans = 1_000;

    private TrackingResult(TrackingOutcome outcome) => Outcome = outcome;

    /// <summary>The courier cannot be asked: what it sends is all that it says.</summary>
    public static TrackingResult NotSupported { get; } = new(TrackingOutcome.NotSupported);

    /// <summary>The courier did not answer; it is asked again later.</summary>
    public static TrackingResult Unknown { get; } = new(TrackingOutcome.Unknown);

    /// <summary>The courier knows of no such parcel.</summary>
    public static TrackingResult NotFound { get; } = new(TrackingOutcome.NotFound);

    /// <summary>What is known.</summary>
    public TrackingOutcome Outcome { get; }

    /// <summary>The scans so far, in any order.</summary>
    public IReadOnlyList<CourierScan> Scans { get; private init; } = [];

    /// <summary>The courier answers with its scans: all of them, or the last one alone.</summary>
    /// <param name="scans">The scans, in any order: at most <see cref="MaxScans"/>. None where the parcel was not scanned yet.</param>
    /// <returns>The result.</returns>
    public static TrackingResult Found(IReadOnlyList<CourierScan> scans)
    {
        ArgumentNullException.ThrowIfNull(scans);
        return new TrackingResult(TrackingOutcome.Found) { Scans = scans };
    }
}

/// <summary>What a courier answers to the question where a parcel is.</summary>
public enum TrackingOutcome
{
    /// <summary>It did not answer.</summary>
    Unknown,

    /// <summary>It answered with its scans.</summary>
    Found,

    /// <summary>It knows of no such parcel.</summary>
    NotFound,

    /// <summary>It cannot be asked.</summary>
    NotSupported,
}
