using System.Diagnostics;

namespace Bookstore.Faults;

/// <summary>What the payment service does to whoever calls it: before it has done what was asked, or after.</summary>
internal sealed class Misbehaviour
{
    private const int FloodSize = 100 * 1_048_576;

    private readonly Lock _gate = new();
    private volatile string _mode = "none";
    private volatile bool _after;
    private volatile TaskCompletionSource _release = new();
    private int _hanging;

    /// <summary>How many callers are kept waiting.</summary>
    public int Hanging => Volatile.Read(ref _hanging);

    public void Set(string mode, bool after)
    {
        // Whoever is answered can be sure that it does not die of an earlier mode any more.
        lock (_gate)
        {
            _after = after;
            _mode = mode;
        }

        if (mode == "none")
        {
            Interlocked.Exchange(ref _release, new TaskCompletionSource()).SetResult();
        }
    }

    public async ValueTask<object?> ApplyAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var mode = _mode;
        if (mode == "none")
        {
            return await next(context);
        }

        var result = _after || mode == "slow" ? await next(context) : null;
        return mode == "slow" ? await WaitAsync(result) : await MisbehaveAsync(mode, context.HttpContext);
    }

    // Answers well once it is let go.
    private async Task<object?> WaitAsync(object? result)
    {
        var release = _release.Task;
        Interlocked.Increment(ref _hanging);
        await release;
        Interlocked.Decrement(ref _hanging);
        return result;
    }

    private void Die()
    {
        lock (_gate)
        {
            if (_mode == "die")
            {
                Process.GetCurrentProcess().Kill();
            }
        }
    }

    private async Task<IResult> MisbehaveAsync(string mode, HttpContext http)
    {
        switch (mode)
        {
            case "hang":
                await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Results.Empty;
            case "reset":
                http.Abort();
                return Results.Empty;
            case "error":
                return Results.Text("out of order", statusCode: StatusCodes.Status500InternalServerError);
            case "garbage":
                return Results.Bytes("{\"id\": \0\ufffd]"u8.ToArray(), "application/json");
            case "redirect":
                return Results.Redirect("/elsewhere");
            case "flood":
                return Results.Stream(FloodAsync, "application/json");
            case "die":
                Die();
                http.Abort();
                return Results.Empty;
            default:
                throw new ArgumentException($"There is no misbehaviour {mode}.", nameof(mode));
        }
    }

    private static async Task FloodAsync(Stream body)
    {
        var spaces = new byte[1_048_576];
        spaces.AsSpan().Fill((byte)' ');
        for (var sent = 0; sent < FloodSize; sent += spaces.Length)
        {
            await body.WriteAsync(spaces);
        }
    }
}
