package io.callqueue.scheduler.ledger;

import java.util.Map;

import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/** One bound on the memory of all partitions together: by itself each would take up to 100 MB beside Java's heap. */
public final class BoundedRocks implements RocksDBConfigSetter {
    private static final long MEGABYTE = 1024 * 1024;
    private static final long ALL = 48 * MEGABYTE;
    private static final long WRITES = 16 * MEGABYTE;
    static {
        RocksDB.loadLibrary();
    }
    private static final Cache CACHE = new LRUCache(ALL);
    private static final WriteBufferManager BUFFERS = new WriteBufferManager(WRITES, CACHE);

    @Override
    public void setConfig(String store, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        options.setWriteBufferManager(BUFFERS);
        options.setWriteBufferSize(4 * MEGABYTE);
        options.setTableFormatConfig(table);
    }

    /** Cache and buffers are shared: they live as long as the process. */
    @Override
    public void close(String store, Options options) {}
}
