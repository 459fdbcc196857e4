#!/usr/bin/env node
import '../dist/bridge.js'
