using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bookstore.Operating;

/// <summary>Renders a page within the frame of the console.</summary>
internal sealed class ConsoleDocument : IComponent
{
    private RenderHandle _handle;

    public void Attach(RenderHandle renderHandle) => _handle = renderHandle;

    public Task SetParametersAsync(ParameterView parameters)
    {
        var view = parameters.GetValueOrDefault<ConsoleView>(nameof(ConsoleView))!;
        var content = parameters.GetValueOrDefault<Action<RenderTreeBuilder>>(nameof(PageAnswer.Content))!;
        _handle.Render(builder =>
        {
            builder.OpenComponent<CascadingValue<ConsoleView>>(0);
            builder.AddComponentParameter(1, nameof(CascadingValue<ConsoleView>.Value), view);
            builder.AddComponentParameter(2, nameof(CascadingValue<ConsoleView>.IsFixed), true);
            builder.AddComponentParameter(3, nameof(CascadingValue<ConsoleView>.ChildContent), (RenderFragment)(inner =>
            {
                inner.OpenComponent<Frame>(0);
                inner.AddComponentParameter(1, nameof(Frame.ChildContent), (RenderFragment)(page => content(page)));
                inner.CloseComponent();
            }));
            builder.CloseComponent();
        });
        return Task.CompletedTask;
    }

    public static async Task WriteAsync(ConsoleRequest request, PageAnswer page)
    {
        var context = request.Context;
        // Antiforgery logs a warning where it finds a header for caches that is not its own.
        context.Response.Headers.CacheControl = default;
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);

        // Antiforgery has answers cached by nobody and framed by the same origin; ours are framed by none.
        ConsoleHeaders.Write(context.Response);
        var view = new ConsoleView(request, page, tokens.FormFieldName, tokens.RequestToken ?? string.Empty);
        var html = await RenderAsync(context, view, page).ConfigureAwait(false);
        var response = context.Response;
        response.StatusCode = page.Status;
        response.ContentType = "text/html; charset=utf-8";
        var content = Encoding.UTF8.GetBytes(html);
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
        }
    }

    private static async Task<string> RenderAsync(HttpContext context, ConsoleView view, PageAnswer page)
    {
        var renderer = new HtmlRenderer(context.RequestServices, context.RequestServices.GetRequiredService<ILoggerFactory>());
        await using var disposing = renderer.ConfigureAwait(false);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(ConsoleView)] = view, [nameof(PageAnswer.Content)] = page.Content });
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ConsoleDocument>(parameters).ConfigureAwait(true)).ToHtmlString()).ConfigureAwait(false);
    }
}
