using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The list of returns.</summary>
internal static class ReturnReads
{
    public static async ValueTask<ConsoleAnswer> ListAsync(ConsoleRequest request)
    {
        var (status, after) = (request.Query("status"), request.Query("after"));
        var query = new ReturnQuery { Status = StatusNames.ParseReturn(status), Limit = ConsoleRequest.PageSize, After = after };
        var page = await request.Service<IReturnService>().ListAsync(query, request.Aborted).ConfigureAwait(false);
        return ConsoleAnswer.Page<ReturnListPage, ReturnListModel>("Returns", "returns", new ReturnListModel(status, page, ListAddress.Of("returns", ("status", status)), after is not null));
    }
}

/// <summary>What the list of returns shows.</summary>
internal sealed record ReturnListModel(string? Status, Page<Return> Page, ListAddress Address, bool IsLaterPage);
