namespace Bookstore.Storage;

/// <summary>The operations of one kind that wait for a batch, oldest first.</summary>
/// <remarks>Not safe for use from several threads at a time, see <see cref="OperationQueue"/>.</remarks>
internal sealed class WaitingOperations
{
    private readonly Queue<Operation> _operations = [];
    private bool _isInBatch;

    public int Count => _operations.Count;

    /// <summary>How many batches in a row took none of these operations although some waited.</summary>
    public int PassedOver { get; private set; }

    public void Add(Operation operation) => _operations.Enqueue(operation);

    /// <summary>Moves the oldest operations into a batch. Cancelled ones are left out.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="records">The records that count against the limit; the first operation is always taken.</param>
    /// <param name="maxOperations">The most operations of the batch.</param>
    /// <param name="maxRecords">The most records.</param>
    public void Take(List<Operation> batch, ref int records, int maxOperations, int maxRecords)
    {
        while (batch.Count < maxOperations && _operations.TryPeek(out var next) && (records == 0 || records + next.Weight <= maxRecords))
        {
            _operations.Dequeue();
            if (next.TryGather())
            {
                batch.Add(next);
                records += next.Weight;
                _isInBatch = true;
            }
        }
    }

    /// <summary>Removes the operations that have waited too long.</summary>
    public void TakeLate(Func<Operation, bool> isLate, List<Operation> late)
    {
        while (_operations.TryPeek(out var oldest) && isLate(oldest))
        {
            late.Add(_operations.Dequeue());
        }
    }

    /// <summary>Notes that the batch is complete.</summary>
    /// <returns>Whether any of these operations is in it.</returns>
    public bool EndBatch()
    {
        var wasInBatch = _isInBatch;
        PassedOver = wasInBatch || _operations.Count == 0 ? 0 : PassedOver + 1;
        _isInBatch = false;
        return wasInBatch;
    }
}
