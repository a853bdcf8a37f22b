using Refit;

namespace Bookstore.Client.Http;

/// <summary>The settings of Refit: the handlers have turned every failure into a fault already, so it has none of its own to report.</summary>
internal static class ApiSettings
{
    public static RefitSettings Create() => new(new ContractSerializer())
    {
        UrlParameterFormatter = new UrlText(),
        ExceptionFactory = static _ => ValueTask.FromResult<Exception?>(null),
        TransportExceptionFactory = static (_, exception, _) => exception,
        DeserializationExceptionFactory = static (answer, exception) => ValueTask.FromResult<Exception?>(
            Faults.Unreadable(Call.NameOf(answer.RequestMessage), answer, exception)),
    };
}
