namespace Bookstore.Onix.Import;

/// <summary>Counts what records did.</summary>
internal sealed class ImportTally
{
    private readonly long[] _counts = new long[Enum.GetValues<ImportOutcome>().Length];
    private readonly List<OnixImportRefusal> _refusals = [];

    public long Refused => _counts[(int)ImportOutcome.Refused];

    public void Add(ImportOutcome outcome) => _counts[(int)outcome]++;

    public void Refuse(OnixImportRefusal refusal)
    {
        Add(ImportOutcome.Refused);
        if (_refusals.Count < OnixImportReport.MaxRefusals)
        {
            _refusals.Add(refusal);
        }
    }

    /// <summary>Continues with what an earlier run had counted.</summary>
    public void ContinueFrom(ImportState state)
    {
        _counts[(int)ImportOutcome.Added] = state.Added;
        _counts[(int)ImportOutcome.Changed] = state.Changed;
        _counts[(int)ImportOutcome.Unchanged] = state.Unchanged;
        _counts[(int)ImportOutcome.Older] = state.Older;
        _counts[(int)ImportOutcome.Deleted] = state.Deleted;
        _counts[(int)ImportOutcome.Refused] = state.Refused;
        _refusals.Clear();
        _refusals.AddRange(state.Refusals ?? []);
    }

    public ImportState ToState(long records, long content, bool isComplete) => new()
    {
        Records = records,
        Content = content,
        IsComplete = isComplete,
        Added = _counts[(int)ImportOutcome.Added],
        Changed = _counts[(int)ImportOutcome.Changed],
        Unchanged = _counts[(int)ImportOutcome.Unchanged],
        Older = _counts[(int)ImportOutcome.Older],
        Deleted = _counts[(int)ImportOutcome.Deleted],
        Refused = Refused,
        Refusals = [.. _refusals.Take(ImportState.MaxRefusals)],
    };

    public OnixImportReport ToReport(OnixMessage message) => new()
    {
        Message = message,
        Imported = _counts[(int)ImportOutcome.Added],
        Changed = _counts[(int)ImportOutcome.Changed],
        Unchanged = _counts[(int)ImportOutcome.Unchanged] + _counts[(int)ImportOutcome.Older],
        Older = _counts[(int)ImportOutcome.Older],
        Deleted = _counts[(int)ImportOutcome.Deleted],
        Refused = Refused,
        Refusals = _refusals,
    };
}
