namespace Bookstore.Stripe.Double;

/// <summary>What goes wrong with the next requests: one entry a request, for requests whose path has an ending.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<(string PathEnd, StripeFault Fault)> _next = [];
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when requests that hang are let go.</summary>
    public Task Released => _released.Task;

    /// <summary>Lets the next request go wrong whose path has this ending, such as <c>/confirm</c>. Called again, the one after it.</summary>
    public void Next(string pathEnd, StripeFault fault)
    {
        lock (_lock)
        {
            _next.Add((pathEnd, fault));
        }
    }

    /// <summary>Lets requests go that hang.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Whether a request has made the service die.</summary>
    public bool IsDead { get; internal set; }

    /// <summary>Lets the service answer again after it has died.</summary>
    public void Revive() => IsDead = false;

    internal StripeFault Take(string method, string path)
    {
        lock (_lock)
        {
            var found = _next.FindIndex(entry => method == "POST" && path.EndsWith(entry.PathEnd, StringComparison.Ordinal));
            if (found < 0)
            {
                found = _next.FindIndex(entry => entry.PathEnd == $"{method} {path}");
            }

            if (found < 0)
            {
                return StripeFault.None;
            }

            var fault = _next[found].Fault;
            _next.RemoveAt(found);
            return fault;
        }
    }
}

/// <summary>What can go wrong with a request.</summary>
public enum StripeFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The connection breaks before the request has an effect.</summary>
    BreakBefore,

    /// <summary>The request has its effect, and the connection breaks before the answer.</summary>
    BreakAfter,

    /// <summary>500 <c>api_error</c> before the request has an effect. Nothing is kept under its key.</summary>
    FailBefore,

    /// <summary>The request has its effect, and 500 <c>api_error</c> is the answer that is kept under its key.</summary>
    FailAfter,

    /// <summary>429 <c>rate_limit</c>; nothing happened.</summary>
    RateLimit,

    /// <summary>The request has its effect, and its answer does not come until <see cref="FaultPlan.Release"/>.</summary>
    HangAfter,

    /// <summary>The request has no effect, and its answer does not come until <see cref="FaultPlan.Release"/>.</summary>
    HangBefore,

    /// <summary>200 with what is no JSON, before the request has an effect.</summary>
    GarbageBefore,

    /// <summary>200 with what is no JSON, after the effect.</summary>
    GarbageAfter,

    /// <summary>A redirect to somewhere else, before the request has an effect.</summary>
    RedirectBefore,

    /// <summary>A redirect to somewhere else, after the effect.</summary>
    RedirectAfter,

    /// <summary>A body without an end, before the request has an effect.</summary>
    FloodBefore,

    /// <summary>A body without an end, after the effect.</summary>
    FloodAfter,

    /// <summary>The connection breaks before the request has an effect, and so does that of every later request until <see cref="FaultPlan.Revive"/>.</summary>
    DieBefore,

    /// <summary>The request has its effect, the connection breaks, and so does that of every later request until <see cref="FaultPlan.Revive"/>.</summary>
    DieAfter,

    /// <summary>A page of a proxy, with status 502, before the request has an effect.</summary>
    ProxyPage,
}
