namespace Bookstore;

/// <summary>Tells from the results of calls whether the other side is away: so many calls in a row were not answered, in whichever rounds they were made. Thread-safe.</summary>
/// <remarks>
/// A call that began before the last answer says nothing any more, however late it fails. While the other side is away, each round may make one call, to find out whether it still is.
/// </remarks>
/// <param name="most">After how many calls in a row without an answer it counts as away.</param>
internal sealed class UnansweredCalls(int most)
{
    private readonly Lock _lock = new();
    private long _answered;
    private int _unanswered;
    private int _left;

    /// <summary>Whether it does not answer. One answer ends that.</summary>
    public bool IsAway
    {
        get
        {
            lock (_lock)
            {
                return _unanswered >= most;
            }
        }
    }

    /// <summary>Whether a call may be made now.</summary>
    public bool MayCall
    {
        get
        {
            lock (_lock)
            {
                return _unanswered < most || _left > 0;
            }
        }
    }

    /// <summary>Begins a round.</summary>
    public void BeginRound()
    {
        lock (_lock)
        {
            _left = _unanswered < most ? 0 : 1;
        }
    }

    /// <summary>Allows a call: any while the other side answers, and else one a round.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (_unanswered < most)
            {
                return true;
            }

            _left--;
            return _left >= 0;
        }
    }

    /// <summary>Notes that a call begins.</summary>
    /// <returns>What <see cref="End"/> is to be given.</returns>
    public long Begin()
    {
        lock (_lock)
        {
            return _answered;
        }
    }

    /// <summary>Notes the result of a call.</summary>
    public void End(long begun, bool isAnswered)
    {
        lock (_lock)
        {
            if (isAnswered)
            {
                _answered++;
                _unanswered = 0;
            }
            else if (begun == _answered && _unanswered < most)
            {
                _unanswered++;
            }
        }
    }
}
