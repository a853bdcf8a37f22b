namespace Bookstore.Samples;

/// <summary>A row of the file that does not become a book.</summary>
/// <param name="Line">Its line in the file; the header is line 1.</param>
/// <param name="Reason">Why.</param>
/// <param name="Detail">What stood there, or what is wrong.</param>
/// <param name="Title">Its title, to recognise it by.</param>
internal sealed record RefusedRecord(long Line, RefusalReason Reason, string Detail, string Title);

/// <summary>Why a row does not become a book.</summary>
internal enum RefusalReason
{
    /// <summary>Both columns are empty.</summary>
    NoIsbn,

    /// <summary>There is only an ISBN-13, and scientific notation took its last digits.</summary>
    LostDigits,

    /// <summary>The check digit says that a digit is wrong.</summary>
    BadIsbn,

    /// <summary>An earlier row has the same ISBN.</summary>
    DuplicateIsbn,

    /// <summary>There is no title.</summary>
    NoTitle,

    /// <summary>The row has too many or too few columns, or its quotes do not match.</summary>
    Malformed,

    /// <summary>The shop refused the book.</summary>
    RefusedByShop,
}

/// <summary>What was refused: all of it counted, the first of it kept.</summary>
internal sealed class RefusedRecords
{
    /// <summary>How many records are kept: 1,000.</summary>
    public const int MaxKept = 1_000;

    private readonly long[] _counts = new long[Enum.GetValues<RefusalReason>().Length];
    private readonly List<RefusedRecord> _first = [];

    /// <summary>How many rows were refused.</summary>
    public long Total => _counts.Sum();

    /// <summary>The first 1,000 of them.</summary>
    public IReadOnlyList<RefusedRecord> First => _first;

    public long Count(RefusalReason reason) => _counts[(int)reason];

    public void Add(RefusedRecord record)
    {
        _counts[(int)record.Reason]++;
        if (_first.Count < MaxKept)
        {
            _first.Add(record);
        }
    }
}
