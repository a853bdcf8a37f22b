using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Stripe.Double.Api;

/// <summary>One request: key, faults, idempotency, and then the endpoint.</summary>
internal sealed class StripeRequest(HttpContext http, StripeDouble stripe)
{
    private readonly string _method = http.Request.Method;
    private readonly string _path = http.Request.Path.Value ?? string.Empty;
    private readonly string? _key = http.Request.Headers["Idempotency-Key"];

    public async Task AnswerAsync()
    {
        stripe.Requests.Add(new RecordedRequest(_method, _path, _key));
        if (stripe.Faults.IsDead)
        {
            http.Abort();
            return;
        }

        var fault = stripe.Faults.Take(_method, _path);
        stripe.Faults.IsDead = fault is StripeFault.DieBefore or StripeFault.DieAfter;
        switch (fault)
        {
            case StripeFault.BreakBefore or StripeFault.DieBefore:
                http.Abort();
                return;
            case StripeFault.HangBefore:
                await stripe.Faults.Released;
                http.Abort();
                return;
            case StripeFault.GarbageBefore or StripeFault.RedirectBefore or StripeFault.FloodBefore:
                await MisbehaveAsync(fault);
                return;
            case StripeFault.ProxyPage:
                http.Response.StatusCode = StatusCodes.Status502BadGateway;
                http.Response.ContentType = "text/html";
                await http.Response.WriteAsync("<html><body>Bad gateway</body></html>");
                return;
        }

        var (answer, isReplay) = await AnswerOrRefuseAsync(fault);
        if (fault == StripeFault.HangAfter)
        {
            await stripe.Faults.Released;
        }

        if (fault is StripeFault.BreakAfter or StripeFault.HangAfter or StripeFault.DieAfter)
        {
            http.Abort();
            return;
        }

        if (fault is StripeFault.GarbageAfter or StripeFault.RedirectAfter or StripeFault.FloodAfter)
        {
            await MisbehaveAsync(fault);
            return;
        }

        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = "application/json";
        http.Response.Headers["Request-Id"] = $"req_{Guid.NewGuid():N}";
        if (_key is not null)
        {
            http.Response.Headers["Idempotency-Key"] = _key;
        }

        if (isReplay)
        {
            http.Response.Headers["Idempotent-Replayed"] = "true";
        }

        await http.Response.WriteAsync(answer.Body, Encoding.UTF8);
    }

    private async Task MisbehaveAsync(StripeFault fault)
    {
        switch (fault)
        {
            case StripeFault.RedirectBefore or StripeFault.RedirectAfter:
                http.Response.Redirect("/v1/elsewhere");
                return;
            case StripeFault.GarbageBefore or StripeFault.GarbageAfter:
                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync("{\"id\": \0]");
                return;
        }

        http.Response.ContentType = "application/json";
        var spaces = new byte[65_536];
        spaces.AsSpan().Fill((byte)' ');
        try
        {
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(spaces, http.RequestAborted);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has had enough.
        }
    }

    private static StripeAnswer Refuse(StripeFailure failure) => new((int)failure.Status, failure.ToJson().ToJsonString());

    private async Task<(StripeAnswer Answer, bool IsReplay)> AnswerOrRefuseAsync(StripeFault fault)
    {
        try
        {
            if (http.Request.Headers.Authorization != $"Bearer {StripeDouble.ApiKey}")
            {
                throw new StripeFailure(HttpStatusCode.Unauthorized, "invalid_request_error", null, "Invalid API Key provided.");
            }

            var parameters = new StripeParameters(_method == HttpMethods.Post && http.Request.HasFormContentType ? await http.Request.ReadFormAsync() : http.Request.Query);
            if (fault == StripeFault.RateLimit)
            {
                throw new StripeFailure(HttpStatusCode.TooManyRequests, "invalid_request_error", "rate_limit", "Too many requests hit the API too quickly.");
            }

            if (fault == StripeFault.FailBefore)
            {
                throw new StripeFailure(HttpStatusCode.InternalServerError, "api_error", null, "An unknown error occurred.");
            }

            return _method == HttpMethods.Post && _key is not null ? Execute(parameters, fault) : (Run(parameters), false);
        }
        catch (StripeFailure failure)
        {
            return (Refuse(failure), false);
        }
    }

    private (StripeAnswer Answer, bool IsReplay) Execute(StripeParameters parameters, StripeFault fault)
    {
        if (stripe.Account.Keys.Claim(_key!, $"{_path}?{parameters.Fingerprint()}") is { } kept)
        {
            return (kept, true);
        }

        try
        {
            var answer = Run(parameters);
            if (fault == StripeFault.FailAfter)
            {
                answer = Refuse(new StripeFailure(HttpStatusCode.InternalServerError, "api_error", null, "An unknown error occurred."));
            }

            stripe.Account.Keys.Keep(_key!, answer);
            return (answer, false);
        }
        catch (StripeFailure failure) when (failure.HasBegun)
        {
            stripe.Account.Keys.Keep(_key!, Refuse(failure));
            throw;
        }
        catch
        {
            stripe.Account.Keys.Drop(_key!);
            throw;
        }
    }

    private StripeAnswer Run(StripeParameters parameters) => new(StatusCodes.Status200OK, StripeRoutes.Run(stripe.Account, _method, _path, parameters).ToJsonString());
}
