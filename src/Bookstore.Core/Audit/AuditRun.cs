using System.Globalization;

namespace Bookstore;

/// <summary>One audit in progress: what it has found, how much it may still look at, and the position it has reached.</summary>
internal sealed class AuditRun
{
    private readonly List<AuditFinding> _findings = [];
    private readonly AuditRequest _request;
    private long _foreign;

    public AuditRun(AuditRequest? request)
    {
        _request = request ?? new AuditRequest();
        ArgumentOutOfRangeException.ThrowIfLessThan(_request.MaxRecords, 1, nameof(request));
        Require.InRange(_request.MaxFindings, 1, 10_000, nameof(request));
        if (_request.SecondLookAfter < TimeSpan.Zero || _request.SecondLookAfter > TimeSpan.FromMinutes(1))
        {
            throw new ArgumentOutOfRangeException(nameof(request), _request.SecondLookAfter, "SecondLookAfter must be zero to 1 minute.");
        }

        (Phase, Position) = Read(_request.After);
    }

    /// <summary>The part of the audit that is in progress.</summary>
    public int Phase { get; private set; }

    /// <summary>The last key that was looked at in this part; <see langword="null"/> at its beginning.</summary>
    public string? Position { get; private set; }

    public long Checked { get; private set; }

    public bool MustStop => Checked >= _request.MaxRecords || IsFull;

    /// <summary>Whether no more findings are kept.</summary>
    public bool IsFull => Room <= 0;

    /// <summary>How many findings can still be kept.</summary>
    public int Room => _request.MaxFindings - _findings.Count;

    /// <summary>From when on payments and orders are looked at; <see langword="null"/> for all.</summary>
    public DateTimeOffset? Since => _request.Since;

    /// <summary>How long to wait before a second look.</summary>
    public TimeSpan Pause => _request.SecondLookAfter;

    public void Advance(string position)
    {
        Checked++;
        Position = position;
    }

    /// <summary>Moves to where the run continues if it stops now.</summary>
    public void MoveTo(string position) => Position = position;

    public void NextPhase()
    {
        Phase++;
        Position = null;
    }

    /// <summary>Keeps a finding, up to the limit.</summary>
    public void Find(string code, object id, string detail)
    {
        if (_findings.Count < _request.MaxFindings)
        {
            _findings.Add(new AuditFinding(code, Convert.ToString(id, CultureInfo.InvariantCulture)!, detail));
        }
    }

    /// <summary>Counts a record of a part that has no position to continue from.</summary>
    public void Count() => Checked++;

    /// <summary>Counts charges that name no order.</summary>
    public void CountForeign(int charges) => _foreign += Math.Max(0, charges);

    public AuditReport Report(bool isComplete) => new(Checked, _findings, isComplete ? null : $"{Phase}:{Position}") { Foreign = _foreign };

    /// <summary>The part of the audit that a position is in.</summary>
    public static int PartOf(string? position) => Read(position).Phase;

    private static (int Phase, string? Position) Read(string? after)
    {
        if (after is null)
        {
            return (0, null);
        }

        var colon = after.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || !int.TryParse(after.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var phase))
        {
            throw new InvalidCursorException("The position is not one of a report. Start again without a position.");
        }

        return (phase, colon == after.Length - 1 ? null : after[(colon + 1)..]);
    }
}
