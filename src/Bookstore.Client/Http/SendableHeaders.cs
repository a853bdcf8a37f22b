using Microsoft.Extensions.Http;

namespace Bookstore.Client.Http;

/// <summary>The innermost handler. Refuses a header that no connection can send, whichever handler added it.</summary>
internal sealed class SendableHeaders : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            foreach (var value in values)
            {
                RequestArguments.CheckHeader(name, value);
            }
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Puts <see cref="SendableHeaders"/> inside all handlers that an application adds. A connection with an encoding of its own for headers decides itself.</summary>
internal sealed class SendableHeadersFilter(string httpName) : IHttpMessageHandlerBuilderFilter
{
    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name == httpName && builder.PrimaryHandler is not SocketsHttpHandler { RequestHeaderEncodingSelector: not null })
        {
            builder.AdditionalHandlers.Add(new SendableHeaders());
        }
    };
}
