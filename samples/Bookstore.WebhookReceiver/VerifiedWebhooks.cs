using Bookstore.Client;

namespace Bookstore.Samples;

/// <summary>Lets genuine requests through, with their event as a feature. Others are answered 401, and the handler does not run.</summary>
internal sealed class VerifiedWebhooks(IReadOnlyCollection<string> secrets)
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.HttpContext.RequestAborted);

        // Before the host has said the secret there is none to verify with.
        if (secrets.Count == 0)
        {
            return TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var verified = BookstoreWebhooks.Verify(body.ToArray(), WebhookHeaders.Read(name => request.Headers[name]), secrets);
        if (verified.Event is not { } happened)
        {
            return TypedResults.Problem(verified.Detail, statusCode: StatusCodes.Status401Unauthorized);
        }

        context.HttpContext.Features.Set(happened);
        return await next(context);
    }
}
