namespace Bookstore.Onix;

/// <summary>What an import did.</summary>
public sealed record OnixImportReport
{
    /// <summary>The most entries of <see cref="Refusals"/>: 1,000. <see cref="Refused"/> counts them all. Of those before an interruption, the first 100 are kept.</summary>
    public const int MaxRefusals = 1_000;

    /// <summary>The message; its members are empty where the file had none.</summary>
    public required OnixMessage Message { get; init; }

    /// <summary>Books that were added.</summary>
    public long Imported { get; init; }

    /// <summary>Books whose data changed.</summary>
    public long Changed { get; init; }

    /// <summary>Records that changed nothing: the catalogue knew it, or something newer.</summary>
    public long Unchanged { get; init; }

    /// <summary>Of <see cref="Unchanged"/>, the records that are older than what the catalogue has.</summary>
    public long Older { get; init; }

    /// <summary>Books that were withdrawn because the message deletes them.</summary>
    public long Deleted { get; init; }

    /// <summary>Records that were refused.</summary>
    public long Refused { get; init; }

    /// <summary>The first refused records.</summary>
    public IReadOnlyList<OnixImportRefusal> Refusals { get; init; } = [];

    /// <summary>Why the file could not be read to its end; <see langword="null"/> when it was.</summary>
    public string? Fault { get; init; }

    /// <summary>The record after which this call continued an import that was stopped; zero for one from the beginning.</summary>
    public long ContinuedAfter { get; init; }

    /// <summary>Bytes of the unpacked file that this call read.</summary>
    public long Bytes { get; init; }

    /// <summary>How long this call took.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>All records.</summary>
    public long Records => Imported + Changed + Unchanged + Deleted + Refused;

    /// <summary>The figures on one line, as programs read them.</summary>
    /// <returns>Such as <c>imported=1 changed=0 unchanged=0 deleted=0 refused=0 mb_per_s=12.3</c>.</returns>
    public override string ToString() => OnixReportText.Line(this);
}

/// <summary>A record that was refused.</summary>
/// <param name="Line">Its line in the unpacked file.</param>
/// <param name="RecordReference">The sender's reference, where it is known.</param>
/// <param name="Isbn">The ISBN, where it is known.</param>
/// <param name="Code">The kind of reason, such as <c>malformed</c> or <c>no_price</c>.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record OnixImportRefusal(long Line, string? RecordReference, string? Isbn, string Code, string Reason);
